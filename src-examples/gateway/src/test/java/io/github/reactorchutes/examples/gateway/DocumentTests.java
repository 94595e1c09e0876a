package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

class DocumentTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][a-z.-]*[a-z])` \\| ([^|]*) \\|");

    @Test
    void listsEverySettingWithItsDefault() throws IOException {
        String page = Files.readString(Path.of("../../docs/gateway.md"));
        Map<String, String> listed = new TreeMap<>();
        Matcher row = ROW.matcher(page.substring(page.indexOf("## Limits")));
        while (row.find()) {
            listed.put(row.group(1), row.group(2));
        }
        Map<String, String> settings = new TreeMap<>(settings("", GatewayProperties.class));
        settings.putAll(settings("emulator.", GatewayProperties.Emulator.class));
        settings.remove("emulator");
        settings.put("directory", listed.getOrDefault("directory", "is missing"));

        assertThat(listed).isEqualTo(settings);
    }

    private static Map<String, String> settings(String prefix, Class<? extends Record> type) {
        Map<String, String> settings = new TreeMap<>();
        RecordComponent[] components = type.getRecordComponents();
        var parameters = type.getDeclaredConstructors()[0].getParameters();
        for (int i = 0; i < components.length; i++) {
            DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
            String name = components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            settings.put(prefix + name, value == null ? "" : String.join("", Arrays.asList(value.value())));
        }
        return settings;
    }
}
