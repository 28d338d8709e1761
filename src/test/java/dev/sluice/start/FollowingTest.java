package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowingTest {

    @Test
    void filesThatCannotBeReadKeepNobodyFromTellingWhatRuns() {
        List<String> told = new ArrayList<>();
        Following.each(List.of(() -> {
            throw new UncheckedIOException(new IOException("config/providers/x.yaml"));
        }, () -> told.add("what runs")));

        assertThat(told).containsExactly("what runs");
    }
}
