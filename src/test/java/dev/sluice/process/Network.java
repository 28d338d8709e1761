package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for one Sluice, with a way of its own to each of what it needs. Over a way that is down nothing
 * gets and nobody is told: whoever sends waits for an answer, as between two halves of a network.
 */
final class Network implements AutoCloseable {

    /** What a way leads to. */
    enum To {
        BROKERS, DATABASES, REST
    }

    private final String name = "sluice-" + ProcessHandle.current().pid();
    private final List<Cable> cables = new ArrayList<>();

    void start() throws IOException, InterruptedException {
        ip("netns", "add", name);
        for (To to : To.values()) {
            // Without asking whose address it is: the one who asks over a way that is down is told that it is.
            ip("link", "add", far(to), "address", mac(to, 1), "type", "veth", "peer", "name", near(to), "address",
                    mac(to, 2), "netns", name);
            ip("address", "add", here(to) + "/30", "dev", far(to));
            ip("link", "set", far(to), "up");
            ip("-n", name, "address", "add", there(to) + "/30", "dev", near(to));
            ip("-n", name, "link", "set", near(to), "up");
            ip("-n", name, "neigh", "replace", here(to), "lladdr", mac(to, 1), "dev", near(to), "nud", "permanent");
        }
    }

    /** The program that starts another inside. */
    List<String> entrance() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Where the port of this machine is for who is inside, by this way. */
    String place(To to, int port) throws IOException {
        Cable cable = new Cable(InetAddress.getByName(here(to)), port);
        cables.add(cable);
        return here(to) + ":" + cable.port();
    }

    /** The address of who is inside. */
    String inside() {
        return there(To.REST);
    }

    void cut(To to) throws IOException, InterruptedException {
        ip("link", "set", far(to), "down");
    }

    void mend(To to) throws IOException, InterruptedException {
        ip("link", "set", far(to), "up");
    }

    private String far(To to) {
        return "sl" + ProcessHandle.current().pid() + "f" + to.ordinal();
    }

    private String near(To to) {
        return "sl" + ProcessHandle.current().pid() + "n" + to.ordinal();
    }

    /** Of the addresses that are for tests between networks. */
    private static String here(To to) {
        return "198.18.87." + (1 + 4 * to.ordinal());
    }

    private static String there(To to) {
        return "198.18.87." + (2 + 4 * to.ordinal());
    }

    private static String mac(To to, int end) {
        return "02:00:00:00:0" + to.ordinal() + ":0" + end;
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process ip = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(ip.getInputStream().readAllBytes());
        assertThat(ip.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Cable cable : cables) {
            cable.close();
        }
        // The ways go with it.
        ip("netns", "delete", name);
    }
}
