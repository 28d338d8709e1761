/** The providers' files, and the settings over them. */
@NullMarked
package dev.sluice.provider;

import org.jspecify.annotations.NullMarked;
