/** The processes that a run needs: broker, provider, database, and the system that is measured. */
@NullMarked
package dev.sluice.bench.site;

import org.jspecify.annotations.NullMarked;
