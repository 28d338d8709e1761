/** What a bench shows: a table, a page with charts, and all figures as JSON. */
@NullMarked
package dev.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
