/** Verifies what providers deliver, stores it, and makes it a reason to ask. */
@NullMarked
package dev.sluice.webhook;

import org.jspecify.annotations.NullMarked;
