package dev.sluice.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModeMemoryTest {
    private static final Detected GCM = new Detected("gcm", new byte[0], true);
    private static final Detected EITHER = new Detected("cbc-zero-iv", new byte[0], false);
    private static final Callable<Detected> NEVER = () -> {
        throw new AssertionError("asked again");
    };

    private final ModeMemory memory = new ModeMemory();

    @Test
    void aModeIsFoundOutOnceAnAccount() throws Exception {
        assertThat(memory.known("acme", "default")).isNull();
        assertThat(memory.mode("acme", "default", () -> GCM)).isEqualTo("gcm");
        assertThat(memory.mode("acme", "default", NEVER)).isEqualTo("gcm");
        assertThat(memory.known("acme", "default")).isEqualTo("gcm");
        assertThat(memory.known("acme", "second")).isNull();
        assertThat(memory.known("other", "default")).isNull();
    }

    @Test
    void whatIsNotCertainIsUsedButNotRemembered() throws Exception {
        assertThat(memory.mode("acme", "default", () -> EITHER)).isEqualTo("cbc-zero-iv");
        assertThat(memory.known("acme", "default")).isNull();
        assertThat(memory.mode("acme", "default", () -> GCM)).isEqualTo("gcm");
    }

    @Test
    void manyAtOnceProbeOnce() throws Exception {
        Crowd crowd = new Crowd();
        for (Future<String> answer : crowd.ask(() -> memory.mode("acme", "default", () -> crowd.work(() -> GCM)))) {
            assertThat(answer.get()).isEqualTo("gcm");
        }
        assertThat(crowd.works).hasValue(1);
    }

    @Test
    void aProbeThatFailsIsTriedAgainByTheNext() throws Exception {
        assertThatThrownBy(() -> memory.mode("acme", "default", () -> {
            throw new IOException("unreachable");
        })).isExactlyInstanceOf(IOException.class);
        assertThat(memory.mode("acme", "default", () -> GCM)).isEqualTo("gcm");
    }

    @Test
    void onlyTheModeThatFailedIsForgotten() {
        memory.remember("acme", "default", GCM);
        memory.forget("acme", "default", "ecb");
        assertThat(memory.known("acme", "default")).isEqualTo("gcm");
        memory.forget("acme", "default", "gcm");
        assertThat(memory.known("acme", "default")).isNull();
    }
}
