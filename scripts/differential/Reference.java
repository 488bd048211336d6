import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.TransformerException;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmSequenceIterator;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;

/**
 * The reference verdicts: the ISO skeleton chain of a pack on Saxon. Each schematron is compiled once and judges many
 * documents; one line of JSON per document and profile. Everything comes and goes over standard input and output:
 *
 *   engine TAB folder of the three stylesheets of the skeleton
 *   profile TAB label TAB file        the next schematron
 *   document TAB label TAB file       judged by the last schematron named
 *   rounds TAB n                      judge every later document n times, and tell the median time
 */
public final class Reference {
  private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";
  private static final QName LOCATION = new QName("location");
  private static final QName ROLE = new QName("role");
  private static final QName ID = new QName("id");
  private static final QName CONTEXT = new QName("context");

  private final Processor processor = new Processor(false);
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final List<String> messages = new ArrayList<>();
  private XsltExecutable include;
  private XsltExecutable expand;
  private XsltExecutable svrl;

  private String profile;
  private XsltExecutable compiled;
  private SaxonApiException broken;
  private int rounds = 1;

  public static void main(String[] arguments) throws Exception {
    Reference reference = new Reference();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t");
      switch (words[0]) {
        case "engine" -> reference.load(new File(words[1]));
        case "profile" -> reference.compile(words[1], new File(words[2]));
        case "document" -> reference.judge(words[1], new File(words[2]));
        case "rounds" -> reference.rounds = Integer.parseInt(words[1]);
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private void load(File folder) throws SaxonApiException {
    include = compiler().compile(new StreamSource(new File(folder, "iso_dsdl_include.xsl")));
    expand = compiler().compile(new StreamSource(new File(folder, "iso_abstract_expand.xsl")));
    svrl = compiler().compile(new StreamSource(new File(folder, "iso_svrl_for_xslt2.xsl")));
  }

  private XsltCompiler compiler() {
    XsltCompiler compiler = processor.newXsltCompiler();
    compiler.setErrorListener(
        new ErrorListener() {
          @Override
          public void warning(TransformerException e) {
            // the skeleton is known to be full of them
          }

          @Override
          public void error(TransformerException e) {
            messages.add(e.getMessageAndLocation());
          }

          @Override
          public void fatalError(TransformerException e) {
            messages.add(e.getMessageAndLocation());
          }
        });
    return compiler;
  }

  /** Runs the chain; the stylesheet it gives finds its value sets from where the schematron is, as in the shipped tool. */
  private void compile(String label, File schematron) {
    profile = label;
    compiled = null;
    broken = null;
    messages.clear();
    int checks = 0;
    long began = System.nanoTime();
    try {
      String place = schematron.toURI().toString();
      byte[] whole = step(include, new StreamSource(schematron), false);
      byte[] concrete = step(expand, new StreamSource(new ByteArrayInputStream(whole), place), false);
      byte[] stylesheet = step(svrl, new StreamSource(new ByteArrayInputStream(concrete), place), true);
      String[] parts = new String(stylesheet, StandardCharsets.UTF_8).split("<svrl:(failed-assert|successful-report)\\b", -1);
      checks = parts.length - 1;
      compiled = compiler().compile(new StreamSource(new ByteArrayInputStream(stylesheet), place.replaceAll("\\.sch$", ".xsl")));
    } catch (SaxonApiException e) {
      broken = e;
    }
    Json line = new Json().add("profile", label).add("compiled", System.nanoTime() - began).add("checks", checks);
    out.println(line.add("error", error(broken)).add("messages", messages).end());
  }

  private byte[] step(XsltExecutable executable, StreamSource source, boolean paths) throws SaxonApiException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Serializer serializer = processor.newSerializer(bytes);
    XsltTransformer transformer = executable.load();
    quiet(transformer);
    transformer.setSource(source);
    transformer.setDestination(serializer);
    if (paths) transformer.setParameter(new QName("full-path-notation"), new XdmAtomicValue("1"));
    transformer.transform();
    return bytes.toByteArray();
  }

  private void quiet(XsltTransformer transformer) {
    transformer.setMessageListener((content, terminate, locator) -> messages.add(normalised(content.getStringValue())));
    transformer.setErrorListener(
        new ErrorListener() {
          @Override
          public void warning(TransformerException e) {
            messages.add(e.getMessageAndLocation());
          }

          @Override
          public void error(TransformerException e) {
            messages.add(e.getMessageAndLocation());
          }

          @Override
          public void fatalError(TransformerException e) {
            // it is thrown as well
          }
        });
  }

  private void judge(String label, File document) {
    Json line = new Json().add("document", label).add("profile", profile);
    SaxonApiException failure = broken;
    int fired = 0;
    long[] parsing = new long[rounds];
    long[] judging = new long[rounds];
    Map<String, Integer> contexts = new TreeMap<>();
    List<Json> failed = new ArrayList<>();
    messages.clear();
    if (compiled != null) {
      try {
        XdmNode report = null;
        for (int round = 0; round < rounds; round++) {
          long began = System.nanoTime();
          XdmNode source = processor.newDocumentBuilder().build(new StreamSource(document));
          long parsed = System.nanoTime();
          XdmDestination destination = new XdmDestination();
          XsltTransformer transformer = compiled.load();
          quiet(transformer);
          transformer.setInitialContextNode(source);
          transformer.setDestination(destination);
          transformer.transform();
          report = destination.getXdmNode();
          parsing[round] = parsed - began;
          judging[round] = System.nanoTime() - parsed;
        }
        XdmSequenceIterator<XdmNode> top = root(report).axisIterator(Axis.CHILD);
        while (top.hasNext()) {
          XdmNode node = top.next();
          QName name = node.getNodeName();
          if (name == null || !SVRL.equals(name.getNamespaceURI())) continue;
          String kind = name.getLocalName();
          if (kind.equals("fired-rule")) {
            fired++;
            contexts.merge(String.valueOf(node.getAttributeValue(CONTEXT)), 1, Integer::sum);
          } else if (kind.equals("failed-assert") || kind.equals("successful-report")) {
            failed.add(
                new Json()
                    .add("kind", kind)
                    .add("location", node.getAttributeValue(LOCATION))
                    .add("text", normalised(text(node)))
                    .add("role", node.getAttributeValue(ROLE))
                    .add("id", node.getAttributeValue(ID)));
          }
        }
      } catch (SaxonApiException e) {
        failure = e;
      }
    }
    line.add("fired", fired).add("failed", failed).add("error", error(failure)).add("nanos", median(judging)).add("parseNanos", median(parsing));
    out.println(line.add("contexts", contexts).add("messages", new ArrayList<>(new TreeSet<>(messages))).end());
  }

  private static long median(long[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  private static XdmNode root(XdmNode document) {
    XdmSequenceIterator<XdmNode> children = document.axisIterator(Axis.CHILD);
    while (children.hasNext()) {
      XdmNode child = children.next();
      if (child.getNodeKind() == XdmNodeKind.ELEMENT) return child;
    }
    return document;
  }

  private static String text(XdmNode result) {
    XdmSequenceIterator<XdmNode> children = result.axisIterator(Axis.CHILD, new QName(SVRL, "text"));
    return children.hasNext() ? children.next().getStringValue() : "";
  }

  /** As fn:normalize-space: the four white space characters of XML and no other. */
  private static String normalised(String text) {
    return text.replaceAll("[ \\t\\r\\n]+", " ").replaceAll("^ | $", "");
  }

  private static Json error(SaxonApiException e) {
    if (e == null) return null;
    QName code = e.getErrorCode();
    return new Json().add("code", code == null ? "" : code.getLocalName()).add("message", String.valueOf(e.getMessage()));
  }

  /** An object of JSON as it grows. */
  private static final class Json {
    private final StringBuilder text = new StringBuilder();

    Json add(String key, Object value) {
      text.append(text.length() == 0 ? '{' : ',').append(quoted(key)).append(':').append(written(value));
      return this;
    }

    String end() {
      return text + "}";
    }

    private static String written(Object value) {
      if (value == null || value instanceof Number) return String.valueOf(value);
      if (value instanceof Json) return ((Json) value).end();
      if (value instanceof List<?>) {
        StringBuilder items = new StringBuilder("[");
        for (Object item : (List<?>) value) items.append(items.length() == 1 ? "" : ",").append(written(item));
        return items + "]";
      }
      if (value instanceof Map<?, ?>) {
        StringBuilder entries = new StringBuilder("{");
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
          entries.append(entries.length() == 1 ? "" : ",").append(quoted((String) entry.getKey())).append(':').append(entry.getValue());
        return entries + "}";
      }
      return quoted((String) value);
    }

    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (char c : text.toCharArray()) {
        if (c == '"' || c == '\\') quoted.append('\\').append(c);
        else if (c < ' ' || c == '\u2028' || c == '\u2029') quoted.append(String.format("\\u%04x", (int) c));
        else quoted.append(c);
      }
      return quoted + "\"";
    }
  }
}
