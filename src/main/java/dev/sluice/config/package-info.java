/** Settings, YAML with lines, and refusals of a start. */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
