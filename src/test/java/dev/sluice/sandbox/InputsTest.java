package dev.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import dev.sluice.sandbox.Inputs.Input;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is listed of the doubles; that each has its outcome is tried by InputsIT. */
class InputsTest {

    private static final List<Input> ALL = Inputs.all();

    @Test
    void everythingThatADoubleCanBeToldAndThatAResultShowsIsListed() {
        String told = ALL.stream().map(Input::does).collect(Collectors.joining("\n"));
        assertThat(Arrays.stream(Mischief.values()).filter(mischief -> !mischief.text.startsWith("webhook")))
                .allSatisfy(mischief -> assertThat(told).as(mischief.text).contains(mischief.help));
    }

    @Test
    void everyProviderHasAnInputForEachKindOfOutcome() {
        Map<String, List<String>> outcomes = ALL.stream().collect(Collectors.groupingBy(Input::provider,
                Collectors.mapping(Input::outcome, Collectors.toList())));
        assertThat(outcomes.keySet()).containsExactlyInAnyOrder("hambit", "htp", "messagehub", "authtool", "aeterna");
        assertThat(outcomes).allSatisfy((provider, its) -> assertThat(its)
                .anyMatch(outcome -> outcome.endsWith("COMPLETED")).anyMatch(outcome -> outcome.contains("FAILED"))
                .anyMatch(outcome -> outcome.startsWith("UNKNOWN"))
                .anyMatch(outcome -> outcome.endsWith("UNRESOLVED")));
    }

    @Test
    void theCommandListsThemAndStartsNothing() {
        Ran ran = Ran.run(Path.of("nowhere"), Map.of(), "", "demo", "--inputs");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("hambit  fiat-to-crypto  by order.remark", "messagehub  verify  by otp.pin, after a send")
                .containsPattern("sandbox:reset-after +UNKNOWN COMPLETED +takes effect, then closes");
        assertThat(ALL).allSatisfy(input -> assertThat(ran.out()).contains(input.value()));
        assertThat(ran.out()).endsWith("need SLUICE_SANDBOX_WEBHOOKS=true.\n");
    }
}
