/** Plays samples through a Sluice that plays the providers. */
@NullMarked
package dev.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
