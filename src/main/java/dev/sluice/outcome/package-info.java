/** The words for what a call came to and where a request stands, and what ends a call without an answer. */
@NullMarked
package dev.sluice.outcome;

import org.jspecify.annotations.NullMarked;
