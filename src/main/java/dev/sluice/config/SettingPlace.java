package dev.sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Where a setting stands: file and line, where it stands in a file. */
public final class SettingPlace {

    private static final Pattern FILE = Pattern.compile("((?:[^\\s\\[\\]:=]*/)?config/[^/\\]]+\\.properties)]?$");

    public static final String UNRESOLVED = "names a variable or another setting that there is not, and would count"
            + " as not set";

    public static final String ENVIRONMENT = "environment";
    /** Nobody set it. */
    public static final String DEFAULT = "default";

    private SettingPlace() {
    }

    /** What is wrong with a setting, of that source of which its value is. */
    public static Mistake mistake(Rule rule, Config config, String setting, String reason) {
        String source = config.getConfigValue(setting).getSourceName();
        return mistake(rule, String.valueOf(source), setting, reason);
    }

    public static Mistake mistake(Rule rule, ConfigSource source, String setting, String reason) {
        return mistake(rule, source.getName(), setting, reason);
    }

    /** Whether a source is the environment, which has its own names of settings and its values to the letter. */
    public static boolean isEnvironment(String source) {
        return source.contains("EnvConfigSource");
    }

    /** Whether a source is the operator's own file of settings. */
    static boolean isOperators(ConfigSource source) {
        return source.getName().contains("config/application.properties");
    }

    /** The setting that a name of a source stands for, of whatever profile. */
    public static String setting(String name) {
        return name.replaceFirst("^%[^.]*\\.", "");
    }

    /** Whether it names a variable or another setting that there is not, and so counts as not set. */
    public static boolean isUnresolved(ConfigValue value) {
        return value.getValue() == null && value.getRawValue() != null && value.getRawValue().contains("${");
    }

    /** Where the value that counts is from: the file and its line, the environment, the command line, or nobody set it. */
    public static String origin(Config config, String setting) {
        String source = String.valueOf(config.getConfigValue(setting).getSourceName());
        Mistake place = mistake(Rule.UNUSABLE_SETTING, source, setting, "");
        return isEnvironment(source) ? ENVIRONMENT
                : !place.file().isEmpty() ? place.file() + (place.line() == 0 ? "" : ":" + place.line())
                        : source.contains("application.properties") ? DEFAULT : source.equals("null") ? "not set"
                                : source;
    }

    private static Mistake mistake(Rule rule, String source, String setting, String reason) {
        Matcher file = FILE.matcher(source);
        if (!file.find()) {
            return Mistake.of(rule, "setting " + setting + ": " + reason);
        }
        Path path = Path.of(file.group(1));
        Path here = Path.of("").toAbsolutePath();
        Path shown = path.startsWith(here) ? here.relativize(path) : path;
        return new Mistake(rule, shown.toString(), line(path, setting), 1, setting, reason);
    }

    /** The last line that sets it, which counts; 0 where none is found. */
    private static int line(Path file, String setting) {
        Pattern line = Pattern.compile("\\s*" + Pattern.quote(setting) + "\\s*([=:\\s].*|$)");
        try {
            List<String> lines = Files.readAllLines(file);
            int found = 0;
            for (int i = 0; i < lines.size(); i++) {
                found = line.matcher(lines.get(i)).matches() ? i + 1 : found;
            }
            return found;
        } catch (IOException e) {
            return 0;
        }
    }
}
