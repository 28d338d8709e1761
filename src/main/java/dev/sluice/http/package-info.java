/** How bodies are characters, and unpacked. */
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
