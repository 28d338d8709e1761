/** What health shows of broker, ledger and providers, and what waits for somebody's word. */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
