// Forms with filled-in instances -> what ODK's own engine says when they are finalised, a line for each.
//
// Each line of the input names two files: the form and the instance. Each line of the output is `ok`, or what is wrong
// and with which question, and after tabs the choices that each question offers. Run from source with ODK_Validate.jar,
// which pyxform ships, on the class path.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

public class Answers {
    public static void main(String[] args) throws Exception {
        new XFormsModule().registerModule();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] files = line.split("\t");
            FormDef form = XFormUtils.getFormFromFormXml(files[0], null);
            fill(form, XFormParser.restoreDataModel(Files.readAllBytes(Path.of(files[1])), null).getRoot());
            form.initialize(false, new InstanceInitializationFactory());
            ValidateOutcome outcome = form.validate(true);
            System.out.println((outcome == null ? "ok" : said(outcome)) + choices(form));
        }
    }

    private static void fill(FormDef form, TreeElement answers) {
        TreeElement root = form.getMainInstance().getRoot().deepCopy(true);
        root.populate(answers, form);
        form.getMainInstance().setRoot(root);
    }

    private static String said(ValidateOutcome outcome) {
        String where = outcome.failedPrompt.getReference().getNameLast();
        boolean empty = outcome.outcome == FormEntryController.ANSWER_REQUIRED_BUT_EMPTY;
        return (empty ? "needed" : "broken") + " " + where;
    }

    private static String choices(FormDef form) {
        FormEntryModel model = new FormEntryModel(form);
        FormEntryController controller = new FormEntryController(model);
        controller.jumpToIndex(org.javarosa.core.model.FormIndex.createBeginningOfFormIndex());
        StringBuilder found = new StringBuilder();
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            if (model.getEvent() != FormEntryController.EVENT_QUESTION) continue;
            FormEntryPrompt prompt = model.getQuestionPrompt();
            List<SelectChoice> offered = prompt.getSelectChoices();
            if (offered == null) continue;
            found.append("\t").append(prompt.getIndex().getReference().getNameLast()).append("=");
            found.append(offered.stream().map(SelectChoice::getValue).collect(Collectors.joining(",")));
        }
        return found.toString();
    }
}
