package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Ran;
import dev.sluice.process.Follower.Received;
import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import dev.sluice.sandbox.SandboxSettings;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every flow at DEBUG, good and bad: no credential, access token, PIN, licence key or full phone number is in a log, a
 * metric, health, a row of the ledger, a result, a property of a dead letter or the file for whoever helps.
 */
@Execution(ExecutionMode.CONCURRENT)
class SecretsIT {

    private static final String PIN = "059647";
    private static final String WRONG_PIN = "831264";
    private static final String UNREADABLE_MOBILE = "447700900417";
    private static final String SEAL = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String MESSAGES = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    private static final String WRONG_CREDENTIAL = "wrong-5f1d0a9b";
    private static final Pattern TOKEN = Pattern.compile("\"(?:access|refresh)_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final List<String> PROVIDERS = List.of("hambit", "aeterna", "htp", "messagehub", "authtool");

    @TempDir
    private Path folder;

    @Test
    void nothingSecretIsWrittenAnywhere() throws Exception {
        List<Integer> ports = Workplace.freePorts(2);
        List<Asked> load = new ArrayList<>(Asked.load(new Random(9),
                Map.of(Errand.EXCHANGE, 60, Errand.PAYIN, 30, Errand.TOPUP, 30, Errand.OTP, 40, Errand.LICENCE, 30)));
        try (SandboxServer doubles = SandboxServer.start(0,
                SandboxSettings.defaults().withOrderDuration(Duration.ofMillis(300))
                        .withTokenLife(Duration.ofSeconds(3)).withOtpLife(Duration.ofHours(1))
                        .withWebhooks("http://127.0.0.1:" + ports.get(1)));
                Tap tap = new Tap(doubles.port());
                SluiceProcess sluice = SluiceProcess.start(new Workplace(folder), settings(doubles, tap, ports));
                Connection connection = Upstream.factory(ports.get(0)).createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Map<String, String> places = new TreeMap<>();
            Asked otp;
            try (Books books = new Books(load, doubles.effects(), ports.get(0));
                    Sender sender = new Sender(ports.get(0), load, sent -> true)) {
                books.awaitSettled(Duration.ofMinutes(5));
                Map<String, Received> newest = books.newest();
                places.put("results", newest.values().toString());
                otp = load.stream().filter(asked -> asked.errand() == Errand.OTP && asked.fate().equals(Fate.WELL)
                        && newest.get(asked.requestId()).status().equals("COMPLETED")).findFirst().orElseThrow();
            }
            furtherRequests(session, otp);
            webhook(ports.get(1));

            List<String> answers = await().atMost(Duration.ofMinutes(3)).until(() -> answers(session, places),
                    all -> all.size() >= 5 && places.containsKey("dead letters") && Stream.of("CONFLICT",
                            "VALIDATION", "WRONG_PIN", "COMPLETED").allMatch(all.toString()::contains));
            await().atMost(Duration.ofSeconds(60)).until(() -> ledger().contains("person-1"));
            places.put("answers", answers.toString());
            places.put("log", String.join("\n", sluice.output()));
            places.put("metrics", get(ports.get(1), "/q/metrics"));
            places.put("health", get(ports.get(1), "/q/health"));
            places.put("ledger", ledger());
            places.put("report", report(settings(doubles, tap, ports)));
            Map<String, String> secrets = secrets(tap.heard(), load);

            assertThat(places.get("log")).contains(" DEBUG ").contains("sandbox");
            assertThat(places.get("ledger")).contains(load.get(0).requestId()).contains("person-1");
            assertThat(places.get("ledger")).as("what was said").contains("\"exchanges\":[{\"call\":\"fiat-to-crypto\"",
                    "\"exchanges\":[{\"call\":\"send\"", "\"exchanges\":[{\"call\":\"verify\"");
            assertThat(places.get("ledger")).as("tokens that are shared").contains("messagehub/default ",
                    "htp/default ");
            assertThat(places.get("dead letters")).contains("deadReason");
            assertThat(places.get("report")).contains("health.json", "threads.txt", "log.txt", " DEBUG ",
                    "jvm_memory_max_bytes", "orders hambit COMPLETED ended", "sluice.dead ",
                    "SLUICE_PROVIDERS_HAMBIT_ACCOUNTS_WRONG_");
            assertThat(secrets.keySet().stream().map(name -> name.replaceAll(" .*", "")).distinct())
                    .contains("credential", "token", "PIN", "mobile", "licence");
            secrets.forEach((name, secret) -> assertThat(found(secret, "planted " + secret + "."))
                    .as(name + " can be found").isTrue());
            assertThat(places.entrySet().stream().flatMap(place -> secrets.entrySet().stream()
                    .filter(secret -> !isAnswer(secret.getKey(), place.getKey())
                            && found(secret.getValue(), place.getValue()))
                    .map(secret -> secret.getKey() + " in " + place.getKey() + ": "
                            + line(secret.getValue(), place.getValue()))))
                    .isEmpty();
        }
    }

    /**
     * What the load of the fault suite does not have: PINs, what cannot be read, conflicts, wrong credentials, people.
     */
    private static void furtherRequests(Session session, Asked otp) throws JMSException {
        for (String pin : new String[]{WRONG_PIN, PIN}) {
            send(session, "otp.requests",
                    "{\"requestId\":\"verify-" + (pin.equals(PIN) ? "right" : "wrong") + "\",\"operation\":\"verify\","
                            + "\"provider\":\"messagehub\",\"otp\":{\"sendRequestId\":\"" + otp.requestId()
                            + "\",\"mobile\":\"+" + otp.subject()
                            + "\",\"pin\":\"" + pin + "\"}}",
                    "further");
        }
        send(session, "otp.requests",
                "{\"requestId\":\"" + otp.requestId() + "\",\"operation\":\"send\",\"provider\":\"messagehub\","
                        + "\"otp\":{\"mobile\":\"+" + UNREADABLE_MOBILE + "\"}}",
                "further");
        send(session, "otp.requests",
                "{\"requestId\":\"bad-1\",\"operation\":\"verify\",\"provider\":\"messagehub\",\"otp\":{\"mobile\":\"+"
                        + UNREADABLE_MOBILE + "x\",\"pin\":\"" + PIN + "\"}}",
                "further");
        send(session, "otp.requests", "{\"mobile\":\"+" + UNREADABLE_MOBILE + "\",\"pin\":\"" + PIN, "further");
        send(session, "otp.requests",
                "{\"requestId\":\"wrong-account\",\"operation\":\"send\",\"provider\":\"messagehub\",\"account\":\"wrong\","
                        + "\"otp\":{\"mobile\":\"+" + UNREADABLE_MOBILE + "\"}}",
                "further");
        TextMessage act = session
                .createTextMessage("{\"act\":\"ask\",\"family\":\"otp\",\"requestId\":\"" + otp.requestId()
                        + "\",\"by\":\"ana\",\"why\":\"called from +" + UNREADABLE_MOBILE + "\"}");
        act.setStringProperty("step", "person-0");
        session.createProducer(session.createQueue("sluice.people")).send(act);
        TextMessage discard = session.createTextMessage("{\"act\":\"discard\",\"by\":\"ana\",\"why\":\"called from"
                + " +" + UNREADABLE_MOBILE + "\"}");
        discard.setStringProperty("step", "person-1");
        session.createProducer(session.createQueue("sluice.people")).send(discard);
    }

    private static void send(Session session, String queue, String body, String correlationId) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setJMSCorrelationID(correlationId);
        message.setJMSReplyTo(session.createQueue("replies.secrets"));
        session.createProducer(session.createQueue(queue)).send(message);
    }

    private final List<String> received = new ArrayList<>();

    private List<String> answers(Session session, Map<String, String> places) throws JMSException {
        for (String queue : new String[]{"replies.secrets", "sluice.dead", "sluice.attention"}) {
            try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                for (Message message = consumer.receive(300); message != null; message = consumer.receive(300)) {
                    Map<String, Object> properties = new HashMap<>();
                    for (Object name : Collections.list(message.getPropertyNames())) {
                        properties.put(name.toString(), message.getObjectProperty(name.toString()));
                    }
                    if (queue.equals("sluice.dead")) {
                        places.merge("dead letters", properties.toString(), String::concat);
                    } else {
                        received.add(properties + message.getBody(String.class));
                    }
                }
            }
        }
        return received.stream().filter(answer -> answer.contains("\"final\":true")).toList();
    }

    private static void webhook(int port) throws Exception {
        assertThat(HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/aeterna/default"))
                        .header("X-Signature", WRONG_CREDENTIAL)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"mobile\":\"" + UNREADABLE_MOBILE + "\"}"))
                        .build(), HttpResponse.BodyHandlers.ofString())
                .statusCode()).isEqualTo(401);
    }

    private static Map<String, String> settings(SandboxServer doubles, Tap tap, List<Integer> ports) {
        Settings settings = Settings.at(doubles).embedded(ports.get(0)).http(ports.get(1)).impatient("6s", "2s")
                .set("quarkus.log.level", "DEBUG").set("sluice.log.calls", "true").set("sluice.tokens.key", SEAL)
                .set("sluice.messages.key", MESSAGES).set("quarkus.log.file.enabled", "true")
                .set("sluice.providers.messagehub.token.shared", "true")
                .set("sluice.providers.messagehub.timeouts.response", "15s")
                .set("sluice.providers.htp.token.shared", "true");
        for (String provider : PROVIDERS) {
            settings.set("sluice.providers." + provider + ".base-url",
                    doubles.baseUrl(provider).replace(":" + doubles.port(), ":" + tap.port()));
            Sandbox.credentials(provider).keySet().forEach(
                    name -> settings.set("sluice.providers." + provider + ".accounts.wrong." + name, WRONG_CREDENTIAL));
        }
        return settings.environment();
    }

    private static Map<String, String> secrets(String heard, List<Asked> load) {
        Map<String, String> secrets = new TreeMap<>();
        for (String provider : PROVIDERS) {
            Sandbox.credentials(provider).forEach((name, value) -> {
                // Whom an account belongs to is no secret: an e-mail address, a device, a user.
                if (name.matches(".*(secret|password|token|aes).*|access-key")) {
                    secrets.put("credential " + provider + " " + name, value);
                }
            });
        }
        secrets.put("credential wrong", WRONG_CREDENTIAL);
        secrets.put("credential that seals", SEAL);
        secrets.put("credential that signs messages", MESSAGES);
        new TreeSet<>(TOKEN.matcher(heard).results().map(token -> token.group(1)).toList())
                .forEach(token -> secrets.put("token " + token, token));
        secrets.put("PIN right", PIN);
        secrets.put("PIN wrong", WRONG_PIN);
        secrets.put("mobile unreadable", UNREADABLE_MOBILE);
        secrets.put("licence key", "sandbox-key-ok");
        load.stream().filter(asked -> asked.errand() == Errand.OTP)
                .forEach(asked -> secrets.put("mobile " + asked.requestId(), asked.subject()));
        return secrets;
    }

    /** A licence's key is a member of the answer that the contract promises. */
    private static boolean isAnswer(String secret, String place) {
        return secret.equals("licence key") && List.of("results", "answers", "ledger").contains(place);
    }

    /** A PIN is found as a number of its own: its digits may well stand in a longer one. */
    private static boolean found(String secret, String place) {
        return Pattern.compile("(?<![0-9a-fA-F.-])" + Pattern.quote(secret) + "(?![0-9a-fA-F-])").matcher(place).find();
    }

    private static String line(String secret, String place) {
        return place.lines().filter(line -> line.contains(secret))
                .map(line -> line.substring(0, Math.min(400, line.length())))
                .findFirst().orElse("");
    }

    /** All that stands in the file for whoever helps, with the log. */
    private String report(Map<String, String> environment) throws IOException {
        Ran ran = Ran.run(folder, environment, "", "report", "report.zip");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        StringBuilder all = new StringBuilder(ran.out());
        try (ZipFile zip = new ZipFile(folder.resolve("report.zip").toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                try (InputStream part = zip.getInputStream(entry)) {
                    all.append(entry.getName()).append('\n')
                            .append(new String(part.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }

    private static String get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Every column of every row of every table. */
    private String ledger() throws Exception {
        StringBuilder all = new StringBuilder();
        try (java.sql.Connection ledger = DriverManager
                .getConnection("jdbc:sqlite:" + folder.resolve("data/ledger.db"))) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = ledger.createStatement().executeQuery("SELECT name FROM sqlite_master WHERE type"
                    + " = 'table'")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = ledger.createStatement().executeQuery("SELECT * FROM " + table)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            all.append(rows.getString(column)).append(column == columns ? "\n" : " ");
                        }
                    }
                }
            }
        }
        return all.toString();
    }
}
