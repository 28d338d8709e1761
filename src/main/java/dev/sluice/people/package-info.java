/** Carries out what people ask for. */
@NullMarked
package dev.sluice.people;

import org.jspecify.annotations.NullMarked;
