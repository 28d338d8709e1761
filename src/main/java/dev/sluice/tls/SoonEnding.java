package dev.sluice.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an operator is told of certificates that do not last long any more. */
public final class SoonEnding {

    private static final Duration SOON = Duration.ofDays(30);

    private SoonEnding() {
    }

    /**
     * Of several it tells the one that ends first; nothing where that is not soon.
     *
     * @param then what follows where it has not ended yet
     */
    public static Optional<String> of(List<X509Certificate> certificates, Instant now, String then) {
        return certificates.stream().min(Comparator.comparing(X509Certificate::getNotAfter)).flatMap(first -> {
            Instant end = first.getNotAfter().toInstant();
            Duration left = Duration.between(now, end);
            return left.compareTo(SOON) >= 0 ? Optional.empty()
                    : Optional.of("the certificate of " + first.getSubjectX500Principal().getName()
                            + (left.isNegative() ? " ended at " : " ends at ") + end
                            + (left.isNegative() ? "" : ", in " + left.toDays() + " days" + then));
        });
    }
}
