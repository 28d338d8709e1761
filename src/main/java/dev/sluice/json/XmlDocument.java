package dev.sluice.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML as an object with one member, the root. An element with nothing in it but text is that text; another one is an
 * object of its elements, its attributes ({@code @name}) and, where there is some, its text ({@code #text}). Elements of
 * one name are a list. Names are without their prefix. There is no document type and no entity but the five that XML
 * has, and nothing is read from elsewhere.
 */
final class XmlDocument {

    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final Pattern DECLARED = Pattern
            .compile("^<\\?xml[^>]{1,100}?encoding=[\"']([A-Za-z0-9._:-]{1,40})");
    private static final int DECLARATION = 200;
    private static final XMLInputFactory READERS = readers();

    private final XMLStreamReader reader;
    private int elements;

    private XmlDocument(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** What HTTP declares, else what the document itself does. */
    static @Nullable Charset charset(byte[] bytes, @Nullable Charset declared) throws Unreadable {
        String begin = new String(bytes, 0, Math.min(bytes.length, DECLARATION), StandardCharsets.US_ASCII);
        Matcher own = DECLARED.matcher(begin);
        if (declared != null || !own.find()) {
            return declared;
        }
        try {
            return Charset.forName(own.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new Unreadable("its encoding is none that is known");
        }
    }

    static ObjectNode read(String text) throws Unreadable {
        if (text.contains("<!DOCTYPE")) {
            throw new Unreadable("it has a document type, as a page does");
        }
        try {
            return new XmlDocument(READERS.createXMLStreamReader(new StringReader(text.strip()))).document();
        } catch (XMLStreamException e) {
            throw new Unreadable("it is no XML");
        }
    }

    private ObjectNode document() throws XMLStreamException, Unreadable {
        while (!reader.isStartElement()) {
            reader.next();
        }
        String root = reader.getLocalName();
        if (root.toLowerCase(Locale.ROOT).equals("html")) {
            throw new Unreadable("it is a page");
        }
        ObjectNode document = Json.object();
        document.set(root, element(1));
        while (reader.hasNext()) {
            reader.next();
        }
        return document;
    }

    private JsonNode element(int depth) throws XMLStreamException, Unreadable {
        if (depth >= Json.MAX_DEPTH) {
            throw new Unreadable("its elements lie too deep in each other");
        }
        ObjectNode members = Json.object();
        boolean nil = false;
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            count();
            if (INSTANCE.equals(reader.getAttributeNamespace(i))) {
                nil |= reader.getAttributeLocalName(i).equals("nil") && reader.getAttributeValue(i).equals("true");
            } else {
                members.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int next = reader.next(); next != XMLStreamConstants.END_ELEMENT; next = reader.next()) {
            if (next == XMLStreamConstants.START_ELEMENT) {
                count();
                Repeated.put(members, reader.getLocalName(), element(depth + 1));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            }
        }
        if (members.isEmpty()) {
            return nil ? members.nullNode() : members.textNode(text.toString());
        }
        return text.toString().isBlank() ? members : members.put("#text", text.toString());
    }

    private void count() throws Unreadable {
        if (++elements > Json.MOST_TOKENS) {
            throw new Unreadable("it has too many elements");
        }
    }

    private static XMLInputFactory readers() {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.IS_COALESCING, true);
        readers.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is read from elsewhere");
        });
        return readers;
    }
}
