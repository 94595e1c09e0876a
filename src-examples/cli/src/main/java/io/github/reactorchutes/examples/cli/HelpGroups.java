package io.github.reactorchutes.examples.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the options of a command by topic instead of alphabetically. */
final class HelpGroups {

    private static final String GENERAL = "General";

    private static final Map<String, String> HEADINGS = Map.of(
            "connection", "Server and timeouts",
            "limits", "Limits",
            "output", "Output",
            "artifact", "Output",
            "keeping", "Broken videos",
            "display", GENERAL,
            "store", "Durable jobs",
            "prompts", "Video");

    private static final List<String> ORDER = List.of(
            "Video", "Options", "Durable jobs", "Limits", "Output", "Broken videos", "Server and timeouts", GENERAL);

    private HelpGroups() {}

    static void applyTo(CommandLine command) {
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpGroups::render);
    }

    private static String render(Help help) {
        Map<String, List<OptionSpec>> groups = groups(help.commandSpec());
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, options) -> {
            if (!options.isEmpty()) {
                Help.Layout layout = help.createDefaultLayout();
                layout.addOptions(options, help.parameterLabelRenderer());
                text.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator());
                text.append(layout);
            }
        });
        return text.toString();
    }

    private static Map<String, List<OptionSpec>> groups(CommandSpec command) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        ORDER.forEach(heading -> groups.put(heading, new ArrayList<>()));
        for (OptionSpec option : command.options()) {
            groups.getOrDefault(heading(command, option), new ArrayList<>()).add(option);
        }
        return groups;
    }

    private static String heading(CommandSpec command, OptionSpec option) {
        if (option.usageHelp() || option.versionHelp() || option.longestName().equals("--verbose")) {
            return GENERAL;
        }
        return command.mixins().entrySet().stream()
                .filter(mixin -> mixin.getValue().optionsMap().containsKey(option.longestName()))
                .map(mixin -> HEADINGS.getOrDefault(mixin.getKey(), "Options"))
                .findFirst()
                .orElse(command.userObject() instanceof VideoCommand ? "Video" : "Options");
    }
}
