;; emacs --batch -l INIT -l test.el   opens $FILE, exits with 1 when a step fails
(require 'flymake)
(require 'seq)

(setq create-lockfiles nil
      make-backup-files nil
      eglot-sync-connect 15)

(defvar patience (string-to-number (or (getenv "WIRETAG_PATIENCE") "10")))

(defun say (line) (princ (concat line "\n")))

(defun fail (name detail)
  (say (concat "\nnot ok - " name)) ; a question of Emacs can stand in the line
  (say (format "# %s" detail))
  (kill-emacs 1))

(defun wait (seconds holds)
  (let ((until (+ (float-time) seconds)) (held nil))
    (while (and (not (setq held (funcall holds))) (< (float-time) until))
      (accept-process-output nil 0.02))
    held))

(defun step (name holds)
  (condition-case problem
      (if (wait patience holds) (say (concat "ok - " name)) (fail name (buffer-string)))
    (error (fail name (error-message-string problem)))))

(defun weak-tag ()
  (seq-find (lambda (finding) (string-match-p "weak-tag-in-if-range" (flymake-diagnostic-text finding)))
            (flymake-diagnostics)))

(condition-case problem
    (progn
      (find-file (getenv "FILE"))
      (unless (eglot-current-server) (call-interactively #'eglot)))
  (error (fail "the server attaches to an .http buffer" (error-message-string problem))))
(step "the server attaches to an .http buffer" #'eglot-current-server)

(flymake-start)
(step "an error lies on the tag of If-Range"
      (lambda ()
        (let ((finding (weak-tag)))
          (and finding
               (eq (flymake-diagnostic-type finding) 'eglot-error)
               (string= (buffer-substring-no-properties (flymake-diagnostic-beg finding)
                                                        (flymake-diagnostic-end finding))
                        "W/\"clip-build-9\"")))))

(goto-char (flymake-diagnostic-beg (weak-tag)))
(defun hover-tells (wanted)
  (let ((told nil))
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq told text)))
    (and (wait 2 (lambda () told)) (string-match-p wanted told))))

(step "hover tells why not 206" (lambda () (hover-tells "Why not 206")))
(step "the settings are heard: hover tells of nginx" (lambda () (hover-tells "nginx")))

;; The question is answered as a person does: with the title.
(step "the code action removes Range and If-Range"
      (lambda ()
        (cl-letf ((last-nonmenu-event t) ; asked for with the keyboard
                  ((symbol-function 'completing-read)
                   (lambda (_prompt titles &rest _)
                     (seq-find (lambda (title) (string-prefix-p "Ask for the whole file" title))
                               (all-completions "" titles)))))
          (eglot-code-actions (point) nil "quickfix" t))
        (string-prefix-p "GET /video.mp4 HTTP/1.1\nHost: media.example.com\n\n" (buffer-string))))

(step "the finding is gone" (lambda () (not (weak-tag))))

(step "the saved file is the fixed one"
      (lambda ()
        (let ((inhibit-message t)) (save-buffer))
        (with-temp-buffer
          (insert-file-contents (getenv "FILE"))
          (and (not (search-forward "Range:" nil t))
               (search-forward "# ETag: W/\"clip-build-9\"" nil t)))))
(kill-emacs 0)
