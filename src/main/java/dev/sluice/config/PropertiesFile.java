package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator's file of settings says as text, which nobody can see any more in the settings that are made of it.
 */
public final class PropertiesFile {

    private static final Pattern SETTING = Pattern.compile("\\s*([^\\s=:#!][^\\s=:]*)\\s*[=:]?\\s*(.*)");
    private static final Pattern BLOCK = Pattern.compile("[A-Za-z0-9-]+:");

    private PropertiesFile() {
    }

    public static void check(Path file, Mistakes mistakes) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // There need not be one.
            return;
        }
        Map<String, Integer> set = new HashMap<>();
        boolean goesOn = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher setting = SETTING.matcher(line);
            if (!goesOn && setting.matches()) {
                Integer earlier = set.putIfAbsent(setting.group(1), i + 1);
                String wrong = BLOCK.matcher(line.strip()).matches() ? "is YAML, and this file holds one setting a"
                        + " line, as sluice.broker.port=61617"
                        : earlier != null ? "is set in line " + earlier + " too, and only the last counts: take one"
                                + " away"
                                : setting.group(1).startsWith("sluice.")
                                        && setting.group(2).matches("(\"[^\"]*\"|'[^']*')\\s*")
                                                ? "has quotes, which belong to the value here: write it without" : null;
                if (wrong != null) {
                    mistakes.add(new Mistake(Rule.SETTINGS_FORM, file.toString(), i + 1, 1, setting.group(1), wrong));
                }
            }
            goesOn = !line.stripLeading().startsWith("#") && line.matches(".*[^\\\\](\\\\\\\\)*\\\\$");
        }
    }
}
