/** What may stand in the log: one line a record, and nothing of a message in what others write there. */
@NullMarked
package dev.sluice.log;

import org.jspecify.annotations.NullMarked;
