package dev.sluice.tls;

import dev.sluice.tls.UnusableCertificate.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where certificates and keys are, each part as it is in {@link TlsMaterial}.
 *
 * @param password itself, and no file of it
 */
public record TlsFiles(Optional<Path> trusted, Optional<Path> certificate, Optional<Path> key,
        Optional<String> password) {

    public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    /** @throws UnusableCertificate where a file is not there, or empty */
    public TlsMaterial read() throws UnusableCertificate {
        return new TlsMaterial(read(Part.TRUST, trusted), read(Part.CERTIFICATE, certificate), read(Part.KEY, key),
                password.orElse(null));
    }

    private static @Nullable String read(Part part, Optional<Path> file) throws UnusableCertificate {
        if (file.isEmpty()) {
            return null;
        }
        try {
            // PEM is ASCII; a bundle's comments may be anything.
            String text = Files.readString(file.get(), StandardCharsets.ISO_8859_1);
            if (!text.isBlank()) {
                return text;
            }
        } catch (IOException e) {
            // Told as one that is empty.
        }
        throw UnusableCertificate.unread(part);
    }

    /** What is wrong, and of which file: its name, unless a key itself was written there. */
    public String told(UnusableCertificate problem) {
        Optional<Path> file = switch (problem.part()) {
            case TRUST -> trusted;
            case CERTIFICATE -> certificate;
            case KEY -> key;
            case PASSWORD -> Optional.empty();
        };
        return problem.reason() + file.map(Path::toString)
                .filter(name -> name.matches("\\P{Cntrl}{1,200}") && !name.contains("-----"))
                .map(name -> " (" + name + ")").orElse("");
    }

    @Override
    public String toString() {
        return "files of certificates and keys";
    }
}
