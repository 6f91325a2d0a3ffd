import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(eslint.configs.recommended, tseslint.configs.strictTypeChecked, {
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    // `${count} rows`: numbers in templates are clear.
    "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    // `onClick={() => draw()}`: the value of a handler is ignored.
    "@typescript-eslint/no-confusing-void-expression": "off",
    // Text is counted and cut by code points.
    "@typescript-eslint/no-misused-spread": "off",
  },
  files: ["source/**/*.ts", "tests/**/*.ts"],
});
