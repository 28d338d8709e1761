/** What others wrote, made harmless where it is shown. */
@NullMarked
package dev.sluice.text;

import org.jspecify.annotations.NullMarked;
