/** The support bundle: what whoever helps needs to know of a Sluice, and nothing secret. */
@NullMarked
package dev.sluice.cli.report;

import org.jspecify.annotations.NullMarked;
