/** The published schemas, and the checks by them. */
@NullMarked
package dev.sluice.contract;

import org.jspecify.annotations.NullMarked;
