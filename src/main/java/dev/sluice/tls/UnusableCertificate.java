package dev.sluice.tls;

import dev.sluice.text.QuotesNothing;

/** No connection can be secured with what a file, or a setting, has now. Quotes nothing of it. */
public final class UnusableCertificate extends Exception implements QuotesNothing {

    /** What is at fault. */
    public enum Part {
        TRUST("trust"), CERTIFICATE("certificate"), KEY("key"), PASSWORD("key-password");

        private final String word;

        Part(String word) {
            this.word = word;
        }

        /** As settings of a connection call it whose other side there is one of, without {@code -file}. */
        public String word() {
            return word;
        }

        /** As the settings of a provider call it, without {@code -file}. */
        public String key() {
            return this == TRUST ? word : "client-" + word;
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
