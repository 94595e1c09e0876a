package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.ImageSource;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.request.ChuteRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fields of a request as words of the command line: {@code NAME=VALUE}. */
final class RequestFields {

    private static final Path HERE = Path.of("");

    private RequestFields() {}

    static ChuteRequest.Builder addTo(ChuteRequest.Builder request, List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign < 1) {
                throw new UsageException("a field must be NAME=VALUE but was '" + word + "'");
            }
            String name = word.substring(0, sign);
            String value = word.substring(sign + 1);
            if (value.startsWith("@")) {
                request.image(name, ImageSource.read(HERE, value.substring(1)));
            } else if (values.put(name, value) != null) {
                throw new UsageException("the field " + name + " is given twice");
            }
        }
        JsonFields.forEach(values, request::field);
        return request;
    }

    static void requireKey(String key) {
        try {
            ChutesCall.requireValidKey(key);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException("--key: " + invalid.getMessage());
        }
    }
}
