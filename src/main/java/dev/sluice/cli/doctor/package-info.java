/** What is well around a Sluice, what is not, and what to do. */
@NullMarked
package dev.sluice.cli.doctor;

import org.jspecify.annotations.NullMarked;
