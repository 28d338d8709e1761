/** The protocol where flows call it, and what is done on a slow clock. */
@NullMarked
package dev.sluice.flow;

import org.jspecify.annotations.NullMarked;
