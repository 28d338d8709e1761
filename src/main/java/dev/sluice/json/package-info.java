/** Strict JSON: read as it was written, and every number as its digits. */
@NullMarked
package dev.sluice.json;

import org.jspecify.annotations.NullMarked;
