/** Tests of providers as data, run over no network. */
@NullMarked
package dev.sluice.cli.tests;

import org.jspecify.annotations.NullMarked;
