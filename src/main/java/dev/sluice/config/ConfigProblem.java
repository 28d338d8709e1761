package dev.sluice.config;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * What an operator wrote cannot be used. The message is one line: where, which key, what is wrong, how to mend it.
 * Quarkus prints a ConfigurationException at start as its bare message, without a stack trace.
 */
public final class ConfigProblem extends ConfigurationException {

    public ConfigProblem(String line) {
        super(line);
    }
}
