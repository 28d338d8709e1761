/** People's commands, a program of its own: what they share. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
