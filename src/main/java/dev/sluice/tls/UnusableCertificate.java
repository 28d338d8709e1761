package dev.sluice.tls;

import dev.sluice.text.QuotesNothing;

/** No connection can be secured with what a file, or a setting, has now. Quotes nothing of it. */
public final class UnusableCertificate extends Exception implements QuotesNothing {

    /** What is at fault. */
    public enum Part {
        TRUST("trust"), CERTIFICATE("client-certificate"), KEY("client-key"), PASSWORD("client-key-password");

        private final String key;

        Part(String key) {
            this.key = key;
        }

        /** As settings call it, without {@code -file}. */
        public String key() {
            return key;
        }
    }

    private final Part part;
    private final boolean unread;

    private UnusableCertificate(Part part, boolean unread, String reason) {
        super(reason);
        this.part = part;
        this.unread = unread;
    }

    static UnusableCertificate of(Part part, String reason) {
        return new UnusableCertificate(part, false, reason);
    }

    /** Its file is not there, or empty; it may yet be mounted. */
    public static UnusableCertificate unread(Part part) {
        return new UnusableCertificate(part, true, "its file cannot be read, or is empty");
    }

    public Part part() {
        return part;
    }

    public boolean isUnread() {
        return unread;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
