/** Makes the HTTP request, reads the answer, and knows whether a request left; tokens, keys and side calls. */
@NullMarked
package dev.sluice.call;

import org.jspecify.annotations.NullMarked;
