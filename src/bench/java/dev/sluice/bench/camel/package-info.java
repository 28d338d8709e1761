/** The same work in plain Camel: routes, camel-jms, camel-http and a pool of connections to the ledger. */
@NullMarked
package dev.sluice.bench.camel;

import org.jspecify.annotations.NullMarked;
