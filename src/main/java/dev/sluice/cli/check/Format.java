package dev.sluice.cli.check;

import dev.sluice.cli.Surroundings;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How a check tells what it found. */
enum Format {
    TEXT, JSON, SARIF, GITHUB;

    /** By the name that is written on the command line. */
    static final class Named implements ITypeConverter<Format> {

        @Override
        public Format convert(String name) {
            return Arrays.stream(values()).filter(format -> format.label().equals(name)).findFirst()
                    .orElseThrow(() -> new TypeConversionException("it is one of "
                            + Arrays.stream(values()).map(Format::label).collect(Collectors.joining(", "))
                            + ", not " + name));
        }
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Report report(Surroundings surroundings) {
        return switch (this) {
            case TEXT -> new TextReport(surroundings.terminal());
            case JSON -> new JsonReport();
            case SARIF -> new SarifReport();
            case GITHUB -> new GithubReport(surroundings);
        };
    }
}
