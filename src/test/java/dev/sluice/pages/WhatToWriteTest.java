package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The guide's table of what to write names keys that there are. */
class WhatToWriteTest {

    private static final Page TABLE = Page.at(Path.of("routes/providers/README.md")).section("## What to write");
    private static final Set<String> KEYS = SchemaKey.of(SchemaKey.PROVIDER_FILE).stream().flatMap(SchemaKey::all)
            .map(SchemaKey::path).collect(Collectors.toSet());

    @Test
    void everyRowNamesAKeyThatThereIsAndWhereMoreStands() {
        List<MatchResult> rows = Page.matches("(?m)^\\| (?!my provider|---)(.+) \\| (.+) \\| (.+) \\|$", TABLE.text());

        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            List<String> keys = new Page(TABLE.file(), row.group(2)).inline();
            assertThat(keys).isNotEmpty();
            assertThat(KEYS).as(row.group(1)).containsAll(keys.stream().map(key -> key.split(": ")[0]).toList());
            assertThat(new Page(TABLE.file(), row.group(3)).links()).as(row.group(1)).hasSize(1);
        });
    }
}
