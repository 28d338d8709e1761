package dev.sluice.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Mistakes;
import dev.sluice.ledger.OpenOf;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.start.Swap.Left;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of files that serve less than those before. */
class OpenOrdersTest {

    private static final Map<String, String> EU = Map.of("sluice.providers.hambit.accounts.eu.access-key", "key",
            "sluice.providers.hambit.accounts.eu.secret-key", "secret");

    @TempDir
    private Path folder;
    private final List<OpenOf> open = new ArrayList<>();
    private final Map<String, Long> waiting = new HashMap<>();
    private final OpenOrders orders = new OpenOrders(() -> open, queues -> {
        Map<String, Long> there = new HashMap<>(waiting);
        there.keySet().retainAll(queues);
        return there;
    });

    @BeforeEach
    void copyFiles() throws IOException {
        try (Stream<Path> files = Files.list(GivenProviders.FOLDER)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void open(String account, int count) {
        open.add(new OpenOf("hambit", account, "fiat-to-crypto", count));
    }

    private Providers providers(Map<String, String> settings) {
        return new Providers(folder, GivenProviders.config(settings), Map.of(), new Mistakes());
    }

    private void edit(String text, String instead) throws IOException {
        Path file = folder.resolve("hambit.yaml");
        String content = Files.readString(file);
        assertThat(content).contains(text);
        Files.writeString(file, content.replace(text, instead));
    }

    private List<String> left(Map<String, String> before, Map<String, String> after) {
        return orders.left(providers(before), providers(after), Left.REFUSED);
    }

    @Test
    void ordersOfAnAccountThatIsGoneAreCounted() {
        open("eu", 2);
        open("default", 1);
        assertThat(left(EU, EU)).isEmpty();
        assertThat(left(EU, Map.of())).singleElement().asString()
                .startsWith("hambit: 2 orders of account eu are open");
        assertThat(left(Map.of(), Map.of())).as("it was so before").isEmpty();
    }

    @Test
    void soAreThoseOfAProviderThatIsGone() throws IOException {
        open("default", 1);
        Providers before = providers(Map.of());
        Files.delete(folder.resolve("hambit.yaml"));
        assertThat(orders.left(before, providers(Map.of()), Left.REFUSED)).singleElement().asString()
                .startsWith("hambit: 1 order is open, and its file is gone");
    }

    @Test
    void soAreThoseThatNobodyCouldAskAboutAnyMore() throws IOException {
        open("default", 1);
        Providers before = providers(Map.of());
        edit("    lost: ask\n    ask: fiat-to-crypto-order\n", "    lost: person\n");
        assertThat(orders.left(before, providers(Map.of()), Left.REFUSED)).singleElement().asString()
                .contains("1 order of account default is open").contains("fiat-to-crypto");
    }

    @Test
    void messagesThatNobodyWouldReadAreCounted() {
        waiting.put("sluice.submit.hambit.eu", 3L);
        waiting.put("sluice.submit.hambit", 5L);
        assertThat(left(EU, Map.of())).singleElement().asString()
                .startsWith("sluice.submit.hambit.eu: 3 messages wait there");
    }

    @Test
    void peopleAreLeftOnlyWhatTheyAreToldOf() throws IOException {
        open("eu", 2);
        waiting.put("sluice.submit.hambit.eu", 3L);
        Providers before = providers(EU);
        assertThat(orders.left(before, providers(Map.of()), Left.TO_PEOPLE)).isEmpty();

        Files.delete(folder.resolve("hambit.yaml"));
        assertThat(orders.left(before, providers(Map.of()), Left.TO_PEOPLE)).satisfiesExactly(
                orders -> assertThat(orders)
                        .isEqualTo("hambit: 2 orders are open, and its file is gone: put it back with"
                                + " enabled: false until they have ended"),
                messages -> assertThat(messages).startsWith("sluice.submit.hambit.eu: 3 messages wait there"));
    }
}
