package dev.sluice.cli.doctor;

import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.sandbox.Sandbox;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether credentials are there, and none is one that was never filled in. Quotes nothing of them. */
final class CredentialChecks {

    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)(change[-_ ]?(me|it)|replace[-_ ]?me|todo|tbd|fixme"
            + "|x{3,}|\\*{3,}|…|\\.{3,}|dummy|placeholder|none|null|undefined|(your|my|the)[-_ ].*|<.*>|\\$?\\{.*}|\\$[A-Z_]+)");

    private final Provider provider;
    private final Diagnosis diagnosis;

    CredentialChecks(Provider provider, Diagnosis diagnosis) {
        this.provider = provider;
        this.diagnosis = diagnosis;
    }

    void look() {
        provider.accounts().values().forEach(this::look);
    }

    private void look(Account account) {
        String what = provider.name() + "/" + account.name();
        String unusable = provider.unusable(account.name());
        if (unusable != null) {
            diagnosis.warn(what, unusable + "; its requests are answered REJECTED CONFIGURATION");
            return;
        }
        boolean played = isHere(account.baseUrl());
        List<String> broken = new ArrayList<>();
        for (String name : account.credentials()) {
            String text = account.credential(name);
            String fault = text == null ? null : fault(text, !played, Sandbox.credentials(provider.name()).get(name));
            if (fault != null) {
                broken.add(name + " " + fault);
            }
        }
        if (broken.isEmpty()) {
            diagnosis.ok(what, account.credentials().isEmpty() ? "it needs no credentials"
                    : "all " + account.credentials().size() + " credentials are there" + (played
                            ? "; its address is this machine's, as the sandbox's is" : ""));
        } else {
            diagnosis.wrong(what, String.join("; ", broken) + ": give it as the provider gave it to you");
        }
    }

    private static @Nullable String fault(String text, boolean real, @Nullable String sandbox) {
        return text.isBlank() ? "is blank"
                : !text.equals(text.strip()) ? "has blanks or line ends around it"
                        : PLACEHOLDER.matcher(text).matches() ? "is a placeholder"
                                : real && text.equals(sandbox) ? "is the sandbox's" : null;
    }

    private static boolean isHere(String url) {
        try {
            String host = String.valueOf(URI.create(url).getHost());
            return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
