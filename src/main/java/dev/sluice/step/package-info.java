/** The protocol, which knows no Camel: claim, call, record, publish. */
@NullMarked
package dev.sluice.step;

import org.jspecify.annotations.NullMarked;
