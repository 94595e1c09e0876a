package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageContent;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request as a document of which the same request can be made again, with the same bytes: each value carries its Java
 * type, and each image its base64 text as it is sent.
 */
final class RequestDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private static final Map<String, AcceptedMedia> MEDIA = Map.of(
            "video", AcceptedMedia.video(),
            "images", AcceptedMedia.images(),
            "audio", AcceptedMedia.audio(),
            "any", AcceptedMedia.any(),
            "undeclared",
                    AcceptedMedia.video()
                            .or(AcceptedMedia.images())
                            .or(AcceptedMedia.audio())
                            .declaredAs("text/plain"));

    private static final String OR = " or ";

    private RequestDocument() {}

    static byte[] write(VideoRequest request, byte[] body) {
        ObjectNode document = NODES.objectNode();
        document.put("version", 1);
        document.put("type", request instanceof ChuteRequest ? "chute" : "known");
        document.put("accept", accepted(request));
        JsonNode sent = request.isReplayable() && images(request) == 0 ? NODES.objectNode() : MAPPER.readTree(body);
        ObjectNode fields = document.putObject("fields");
        request.fields()
                .forEach((name, value) -> fields.set(
                        name,
                        value instanceof Image image
                                ? image(image, sent.get(name).stringValue())
                                : value(value)));
        return MAPPER.writeValueAsBytes(document);
    }

    private static long images(VideoRequest request) {
        return request.fields().values().stream()
                .filter(Image.class::isInstance)
                .count();
    }

    private static String accepted(VideoRequest request) {
        return MEDIA.entrySet().stream()
                .filter(entry -> entry.getValue().equals(request.accepted()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> types(request.accepted()));
    }

    /** The description of listed types has all of them. */
    private static String types(AcceptedMedia accepted) {
        String listed = accepted.toString();
        if (!isListed(accepted, listed)) {
            throw new InvalidVideoRequestException(
                    "accept", "must be video(), images(), audio(), any() or ofTypes(...) for a durable job");
        }
        return listed;
    }

    private static boolean isListed(AcceptedMedia accepted, String listed) {
        try {
            return accepted.equals(ofTypes(listed));
        } catch (IllegalArgumentException notTypes) {
            return false;
        }
    }

    private static AcceptedMedia ofTypes(String listed) {
        return AcceptedMedia.ofTypes(listed.split(OR));
    }

    private static AcceptedMedia media(String accept) {
        AcceptedMedia known = MEDIA.get(accept);
        return known == null ? ofTypes(accept) : known;
    }

    private static ArrayNode image(Image image, String text) {
        String kind = image.content() instanceof ImageContent.Url
                ? "url"
                : image.content() instanceof ImageContent.Verbatim ? "verbatim" : "base64";
        return NODES.arrayNode().add(kind).add(text).add(image.isChecked());
    }

    private static ArrayNode value(Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = NODES.objectNode();
            map.forEach((key, item) -> node.set((String) key, value(item)));
            return NODES.arrayNode().add("Map").add(node);
        }
        if (value instanceof List<?> list) {
            ArrayNode node = NODES.arrayNode();
            list.forEach(item -> node.add(value(item)));
            return NODES.arrayNode().add("List").add(node);
        }
        return NODES.arrayNode().add(value.getClass().getSimpleName()).add(value.toString());
    }

    static VideoRequest read(byte[] document, String endpoint, String url) {
        try {
            JsonNode root = MAPPER.readTree(document);
            if (root.path("version").asInt() != 1) {
                throw damaged("has an unknown version", null);
            }
            return request(root, Endpoint.of(endpoint, URI.create(url)));
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw damaged("cannot be read", e);
        }
    }

    private static VideoRequest request(JsonNode root, Endpoint endpoint) {
        AcceptedMedia media = media(root.path("accept").stringValue());
        Map<String, Object> fields = new LinkedHashMap<>();
        root.get("fields").properties().forEach(field -> fields.put(field.getKey(), object(field.getValue())));
        if (!root.path("type").stringValue().equals("chute")) {
            return VideoRequest.of(endpoint.accepting(media), fields);
        }
        ChuteRequest.Builder builder = ChuteRequest.builder(endpoint).accept(media);
        fields.forEach((name, value) -> {
            if (value instanceof Image image) {
                builder.image(name, image);
            } else {
                builder.field(name, value);
            }
        });
        return builder.build();
    }

    private static Object object(JsonNode node) {
        JsonNode content = node.get(1);
        return switch (node.get(0).stringValue()) {
            case "url" -> checked(Image.url(content.stringValue()), node);
            case "verbatim" -> checked(Image.verbatim(content.stringValue()), node);
            case "base64" -> checked(Image.base64(content.stringValue()), node);
            case "Map" -> map(content);
            case "List" -> list(content);
            default -> scalar(node.get(0).stringValue(), content.stringValue());
        };
    }

    private static Image checked(Image image, JsonNode node) {
        return node.get(2).booleanValue() ? image : image.withoutCheck();
    }

    private static Map<String, Object> map(JsonNode content) {
        Map<String, Object> map = new LinkedHashMap<>();
        content.properties().forEach(field -> map.put(field.getKey(), object(field.getValue())));
        return map;
    }

    private static List<Object> list(JsonNode content) {
        List<Object> list = new ArrayList<>();
        content.forEach(item -> list.add(object(item)));
        return list;
    }

    private static Object scalar(String type, String text) {
        return switch (type) {
            case "String" -> text;
            case "Boolean" -> Boolean.valueOf(text);
            case "Integer" -> Integer.valueOf(text);
            case "Long" -> Long.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "BigDecimal" -> new BigDecimal(text);
            case "BigInteger" -> new BigInteger(text);
            default -> throw damaged("has a value of an unknown type", null);
        };
    }

    private static ChutesJobException damaged(String how, @Nullable Throwable cause) {
        return new ChutesJobException(
                Reason.REQUEST, "the stored request " + how, cause instanceof JacksonException ? null : cause);
    }
}
