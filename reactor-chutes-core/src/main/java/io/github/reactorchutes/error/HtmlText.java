package io.github.reactorchutes.error;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Extracts the text of an HTML or XML page: its title or heading, otherwise the content without tags. */
final class HtmlText {

    private static final Pattern HEADLINE =
            Pattern.compile("(?is)<(title|h1|message)\\b[^>]*>([^<]*\\S[^<]*)</\\1\\s*>");

    private static final Pattern UNSEEN =
            Pattern.compile("(?is)<(head|script|style|title)\\b.*?(?:</\\1\\s*>|\\z)|<!--.*?(?:-->|\\z)");

    private static final Pattern TAG = Pattern.compile("<[^>]*(?:>|\\z)");

    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\\w{2,6}));");

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    private HtmlText() {}

    static String of(String page) {
        Matcher headline = HEADLINE.matcher(page);
        String words = headline.find() ? headline.group(2) : withoutTags(page);
        return ENTITY.matcher(words).replaceAll(entity -> Matcher.quoteReplacement(meaning(entity)));
    }

    private static String withoutTags(String page) {
        return TAG.matcher(UNSEEN.matcher(page).replaceAll(" ")).replaceAll(" ");
    }

    private static String meaning(MatchResult entity) {
        if (entity.group(3) != null) {
            return ENTITIES.getOrDefault(entity.group(3), entity.group());
        }
        int codePoint =
                entity.group(1) != null ? Integer.parseInt(entity.group(1)) : Integer.parseInt(entity.group(2), 16);
        return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : " ";
    }
}
