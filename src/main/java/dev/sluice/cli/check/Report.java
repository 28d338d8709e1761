package dev.sluice.cli.check;

import java.util.List;

/** Tells what a check found, for a person or for a program. */
interface Report {

    List<String> lines(List<Finding> findings);
}
