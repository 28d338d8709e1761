package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sandbox.AuthtoolLicences.Licence;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Answers with the document's members, encrypted. It shows no body of an error: {@code {"message"}} is made up.
 * {@code requestTime} is in seconds, like its sample.
 */
final class AuthtoolAnswers {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final AuthtoolCipher cipher;
    private final AuthtoolCipher otherKey;

    AuthtoolAnswers(AesMode mode) {
        this.cipher = new AuthtoolCipher(mode, AuthtoolCipher.KEY);
        this.otherKey = new AuthtoolCipher(mode, AuthtoolCipher.OTHER_KEY);
    }

    static Answer error(int status, String message) {
        return new Answer(status, message(message));
    }

    static ObjectNode message(String message) {
        return Answer.object().put("message", message);
    }

    Answer described(boolean runs, Instant now) {
        return sealed(Answer.object().put("status", runs ? 1 : 0).put("name", "Sandbox package")
                .put("version", "1.0.0").putNull("updateNote")
                .put("downloadUpdateLink", "https://example.com/update").putNull("contactUrl")
                .put("isNeedKey", true).put("requestTime", now.getEpochSecond()), Misbehaviour.NONE);
    }

    Answer checked(Licence licence, Instant now, Misbehaviour told) {
        boolean expired = !now.isBefore(licence.until());
        return sealed(licensed(licence, expired ? 0 : 1, now, told).put("isExpired", expired), told);
    }

    Answer loggedIn(Licence licence, Instant now, Misbehaviour told) {
        return sealed(licensed(licence, 1, now, told).put("message", "Login successful"), told);
    }

    private static ObjectNode licensed(Licence licence, int status, Instant now, Misbehaviour told) {
        ObjectNode data = Answer.object().put("status", status);
        if (!told.has(Mischief.NO_REFERENCE)) {
            data.put("expiredAt", MILLIS.format(licence.until()));
        }
        return data.put("key", told.has(Mischief.WRONG_ECHO) ? licence.key() + "-other" : licence.key())
                .put("requestTime", now.getEpochSecond());
    }

    private Answer sealed(ObjectNode data, Misbehaviour told) {
        if (told.has(Mischief.CONTRADICT)) {
            return error(200, "contradicted as told");
        }
        return Answer.ok(Answer.object().put("data",
                (told.has(Mischief.UNREADABLE) ? otherKey : cipher).seal(data.toString())));
    }
}
