/** Loads and checks the flows, and tells of those that fail. */
@NullMarked
package dev.sluice.route;

import org.jspecify.annotations.NullMarked;
